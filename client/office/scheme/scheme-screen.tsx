// The scheme of the ranking: weights with their sums in sight, indicators, reviewers, samples, lists, vetoes, ties, notice, visibility.

import { Alert, Button, Form, Radio, Select, Space } from 'antd'
import { useState } from 'react'
import { DEFAULT_SCHEME, METHOD_NAMES, METHODS, TieStage } from '../../../shared/evaluation/scheme.ts'
import { useOffice } from '../office-desk.ts'
import { NumberField, PercentField } from '../page-form.tsx'
import { Page } from '../page.tsx'
import { REVIEWER_GROUP_NAMES } from '../../../shared/evaluation/department.ts'
import { sumBp, sumWords, WHOLE_BP } from '../percent.ts'
import { IndicatorsEditor } from './indicators-editor.tsx'
import { fieldsOf, GROUPS, schemeOf, type SchemeFields } from './scheme-draft.ts'

const TIE_NAMES: Readonly<Record<TieStage, string>> = {
  citizens_higher: '市民评议得分高者在前',
  dissatisfied_share_lower: '不满意占比低者在前',
  rectification_higher: '督促整改得分高者在前',
}

export function SchemeScreen() {
  const { setup, me, send } = useOffice()
  const [form] = Form.useForm<SchemeFields>()
  const [problem, setProblem] = useState<string | null>(null)
  const [waiting, setWaiting] = useState(false)
  const fields = Form.useWatch([], form) as Partial<SchemeFields> | undefined
  const sum = sumBp(METHODS.map((method) => fields?.weights?.[method]))
  const tvSum = sumBp([fields?.examiners, fields?.poll])
  const reviewersSum = sumBp(GROUPS.map((group) => fields?.reviewers?.[group]))
  const wrong = [sum, tvSum, reviewersSum].some((each) => each !== WHOLE_BP)
  const mayEdit = me.role === 'office'
  const save = async (values: SchemeFields) => {
    setWaiting(true)
    setProblem(await send({ type: 'SetScheme', scheme: schemeOf(values, setup.scheme) }, '评分方案已保存。'))
    setWaiting(false)
  }
  return (
    <Page
      title="评分方案"
      about="五种评议方式怎样合成总分，以及指标、名单、并列和公开范围。评议周期启用时冻结当时的方案；以后的改动只影响新的周期，除非由两人更换。"
    >
      {mayEdit ? null : <Alert type="info" showIcon title="评分方案只有评议办可以修改；这里可以查看。" />}
      {problem === null ? null : <Alert type="error" showIcon title={problem} />}
      <Form<SchemeFields>
        key={JSON.stringify(setup.scheme)}
        form={form}
        layout="horizontal"
        labelCol={{ flex: '220px' }}
        labelAlign="left"
        requiredMark={false}
        disabled={!mayEdit}
        initialValues={fieldsOf(setup.scheme)}
        onFinish={(values) => void save(values)}
        className="office-form"
      >
        <h2>权重</h2>
        {METHODS.map((method) => (
          <PercentField key={method} name={['weights', method]} label={METHOD_NAMES[method]} />
        ))}
        <Form.Item label="各项之和">
          <strong className={sum === WHOLE_BP ? 'is-right' : 'is-wrong'}>{sumWords(sum)}</strong>
        </Form.Item>
        <h2>大数据评议的指标</h2>
        <Form.Item name="indicators" wrapperCol={{ span: 24 }} className="office-wide">
          <IndicatorsEditor disabled={!mayEdit} />
        </Form.Item>
        <h2>业务部门评议</h2>
        {GROUPS.map((group) => (
          <PercentField key={group} name={['reviewers', group]} label={`${REVIEWER_GROUP_NAMES[group]}占`} />
        ))}
        <Form.Item label="各项之和" extra="没有评分的一组，权重按比例分给其他组。">
          <strong className={reviewersSum === WHOLE_BP ? 'is-right' : 'is-wrong'}>
            {sumWords(reviewersSum)}
          </strong>
        </Form.Item>
        <h2>电视问政</h2>
        <PercentField name="examiners" label="考官打分占" />
        <PercentField name="poll" label="现场市民评议占" />
        <Form.Item label="各项之和">
          <strong className={tvSum === WHOLE_BP ? 'is-right' : 'is-wrong'}>{sumWords(tvSum)}</strong>
        </Form.Item>
        <NumberField
          name="pollFromN"
          label="市民评议至少几票才计入"
          extra="不足时只用考官打分，并在榜单上注明。"
          unit="票"
          least={1}
          most={1_000_000}
        />
        <Form.Item name="absent" label="没有上电视问政的单位">
          <Radio.Group
            options={[
              { value: 'neutral', label: '按本类平均分计，注明未参加' },
              { value: 'redistribute', label: '不计，权重分给其他方式' },
            ]}
          />
        </Form.Item>
        <h2>样本和名单</h2>
        <NumberField
          name="citizensFromN"
          label="市民评议最少票数"
          extra="不足的单位另列为“样本不足”，不参加排名。"
          unit="票"
          least={1}
          most={1_000_000}
        />
        <NumberField
          name="listMost"
          label="十优、十差最多几名"
          extra="实际取这个数和“参加排名的单位数 ÷ 4”中较小的；不足8个单位不出名单。"
          unit="名"
          least={1}
          most={10}
        />
        <NumberField
          name="noWorstFrom"
          label="总分达到几分不列入十差"
          extra="不填：不设下限。设在75分以下时，得分不高的单位也会被排除在十差之外。"
          unit="分"
          most={100}
          digits={2}
        />
        <NumberField
          name="noBestBelow"
          label="总分不到几分不列入十优"
          extra="不填：不设下限。设在60分以上时，名单可能不足额，榜单上会注明。"
          unit="分"
          most={100}
          digits={2}
        />
        <Form.Item
          name="vetoKinds"
          label="一票否决事项"
          extra="有这些事项的单位不进十优，总分和名次照列。输入后按回车添加。"
        >
          <Select mode="tags" maxCount={30} open={false} placeholder="不填：没有一票否决" suffix={null} />
        </Form.Item>
        <Form.Item name="tieStages" label="同分先后（按选择的顺序）">
          <Select
            mode="multiple"
            placeholder="不选：同分一律并列"
            options={TieStage.options.map((value) => ({ value, label: TIE_NAMES[value] }))}
          />
        </Form.Item>
        <NumberField
          name="noticeDays"
          label="公示至少几天"
          extra="不少于7天。"
          unit="天"
          least={7}
          most={90}
        />
        <Form.Item name="visibility" label="暂列排名谁能看">
          <Radio.Group
            options={[
              { value: 'hidden', label: '不公开' },
              { value: 'tonight', label: '只公开当晚单位' },
              { value: 'full', label: '全部公开' },
            ]}
          />
        </Form.Item>
        <Space>
          <Button type="primary" htmlType="submit" loading={waiting} disabled={!mayEdit || wrong}>
            保存评分方案
          </Button>
          <Button onClick={() => form.setFieldsValue(fieldsOf(setup.scheme))}>放弃改动</Button>
          <Button onClick={() => form.setFieldsValue(fieldsOf(DEFAULT_SCHEME))}>填入默认值</Button>
        </Space>
      </Form>
    </Page>
  )
}
